"""Every journey through the product, each a blueprint in a module of its own."""

from flask import Blueprint

JOURNEYS: tuple[Blueprint, ...] = ()
