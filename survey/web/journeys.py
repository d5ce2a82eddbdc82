"""Every journey through the product, each a blueprint in a module of its own."""

from flask import Blueprint

from survey.web import (
    administration,
    customer,
    health,
    linkage,
    sign_in,
    waves,
)

JOURNEYS: tuple[Blueprint, ...] = (
    sign_in.journey,
    customer.journey,
    linkage.journey,
    administration.journey,
    waves.journey,
    health.journey,
)
