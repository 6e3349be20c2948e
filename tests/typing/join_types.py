"""The types of joins: what stands on which side, and where it may be missing."""

from __future__ import annotations

from typing import NamedTuple, assert_type

from rillet import Pipeline, Stream, op


class Order(NamedTuple):
    customer: str
    total: float


class Customer(NamedTuple):
    name: str
    town: str


orders = Stream([Order("ada", 1.5)])
customers: list[Customer] = [Customer("ada", "Rome")]
numbers: list[int] = [1, 2]
words: list[str] = ["a"]


def buyer(order: Order) -> str:
    return order.customer


def name(customer: Customer) -> str:
    return customer.name


def either(item: int | str) -> str:
    return str(item)


assert_type(orders.join(customers, buyer, name), Stream[tuple[Order, Customer]])
assert_type(orders.join(customers, on=buyer, other_on=name), Stream[tuple[Order, Customer]])
assert_type(orders.join(customers, buyer, name, how="inner"), Stream[tuple[Order, Customer]])
assert_type(orders.join(customers, buyer, name, how="left"), Stream[tuple[Order, Customer | None]])
assert_type(
    orders.join(customers, buyer, name, how="full"),
    Stream[tuple[Order | None, Customer | None]],
)
assert_type(orders.join(customers, buyer, name, how="semi"), Stream[Order])
assert_type(orders.join(customers, buyer, name, how="anti"), Stream[Order])
assert_type(
    orders.join(customers, lambda order: order.customer, lambda customer: customer.name),
    Stream[tuple[Order, Customer]],
)
assert_type(Stream(numbers).join(words, either), Stream[tuple[int, str]])
assert_type(Stream(numbers).join(words, either, how="left"), Stream[tuple[int, str | None]])
assert_type(Stream(numbers).join(words, either, how="full"), Stream[tuple[int | None, str | None]])
assert_type(Stream(numbers).join(words, either, how="semi"), Stream[int])
assert_type(Stream(numbers).join(words, either, how="anti"), Stream[int])
assert_type(op.join(customers, buyer, name), Pipeline[Order, tuple[Order, Customer]])
assert_type(
    op.join(customers, buyer, name, how="left"), Pipeline[Order, tuple[Order, Customer | None]]
)
assert_type(orders | op.join(customers, buyer, name), Stream[tuple[Order, Customer]])
assert_type(orders | op.join(customers, buyer, name, how="semi"), Stream[Order])
