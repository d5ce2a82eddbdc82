"""Every journey through the product, each a blueprint in a module of its own."""

from flask import Blueprint

from survey.web import customer, linkage

JOURNEYS: tuple[Blueprint, ...] = (customer.journey, linkage.journey)
