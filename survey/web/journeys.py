"""Every journey through the product, each a blueprint in a module of its own."""

from flask import Blueprint

from survey.web import (
    administration,
    api,
    ballot,
    contacts,
    customer,
    forum,
    health,
    linkage,
    my_feedback,
    overview,
    sign_in,
    waves,
)

JOURNEYS: tuple[Blueprint, ...] = (
    sign_in.journey,
    customer.journey,
    ballot.journey,
    linkage.journey,
    administration.journey,
    waves.journey,
    overview.journey,
    forum.journey,
    contacts.journey,
    my_feedback.journey,
    health.journey,
    api.journey,
)
