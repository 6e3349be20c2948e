// Runs the tests that need neither threads, subprocesses nor hypothesis on Python 3.14, as Pyodide
// under Node: node tools/pyodide.mjs PROJECT PACKAGES TEST…
// PYODIDE names the folder of the npm package; PACKAGES is a folder of pure-Python wheels, unpacked.
import { pathToFileURL } from "node:url";

const [project, packages, ...tests] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${process.env.PYODIDE}/pyodide.mjs`));
const pyodide = await loadPyodide();
for (const [inside, outside] of [["/project", project], ["/packages", packages]]) {
  pyodide.FS.mkdirTree(inside);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: outside }, inside);
}
pyodide.globals.set("tests", pyodide.toPy(tests));
process.exitCode = await pyodide.runPythonAsync(`
import os, sys
sys.path[:0] = ["/project/src", "/packages"]
sys.dont_write_bytecode = True
os.chdir("/project")
import pytest
print(sys.version)
int(pytest.main(["-q", "-p", "no:cacheprovider", "--noconftest", *tests]))
`);
