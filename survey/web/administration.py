"""Let people in and out, hand out keys to other systems, see what waits to be done."""

from __future__ import annotations

import secrets
from dataclasses import replace

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, SelectField, StringField, ValidationError

from survey.access import ADMINISTRATOR, AGENT, LEADER, ROLES
from survey.errors import Conflict, InvalidInput, NotFound
from survey.insight import administration
from survey.insight.administration import Typed
from survey.operations import api_keys, jobs, people
from survey.operations.wording import LONGEST_CODE, LONGEST_NAME, is_email, text_problems
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("administration", __name__, url_prefix="/administration")
KEY_BYTES = 32


class UserForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A user about to be added; `code` is the agent's or leader's they are."""

    email = StringField()
    name = StringField()
    role = SelectField(choices=list(ROLES), validate_choice=False)
    code = StringField()

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address."""
        if not is_email((field.data or "").strip()):
            raise ValidationError("Write the email address like name@example.org.")

    def validate_name(self, field: Field) -> None:
        """Refuse what cannot be a name."""
        for problem in text_problems("name", (field.data or "").strip(), LONGEST_NAME):
            raise ValidationError(problem)

    def validate_role(self, field: Field) -> None:
        """Refuse what is no role."""
        if field.data not in ROLES:
            raise ValidationError(f"Choose one of the roles {', '.join(ROLES)}.")

    def validate_code(self, field: Field) -> None:
        """Demand a code of agents and leaders, and of nobody else."""
        code, role = (field.data or "").strip(), self.role.data
        if role in (AGENT, LEADER):
            for _ in text_problems("code", code, LONGEST_CODE):
                raise ValidationError(f"Write the code of the {role} whom this user is.")
        elif code:
            raise ValidationError(f"Leave this empty for the role {role}.")

    def typed(self) -> Typed:
        """What was written, for the page to show again, with what is wrong with it."""
        errors = [(name, str(texts[0])) for name, texts in self.errors.items() if name and texts]
        return Typed(
            email=self.email.data or "",
            name=self.name.data or "",
            role=self.role.data or "",
            code=self.code.data or "",
            errors=tuple(errors),
        )


@journey.get("")
@allow(ADMINISTRATOR)
def show() -> tuple[str, int]:
    """The page as things stand."""
    return _page(Typed())


@journey.post("/users")
@allow(ADMINISTRATOR)
def add_user() -> tuple[str, int] | Response:
    """Let someone in, or show the form again with what is wrong."""
    form = UserForm()
    is_complete = form.validate()
    typed = form.typed()
    if not is_complete:
        return _page(typed)
    codes = {typed.role: typed.code} if typed.role in (AGENT, LEADER) else {}
    try:
        people.add_user(typed.email, typed.name, role=typed.role, **codes)
    except NotFound as refused:
        return _page(replace(typed, errors=(("code", refused.message),)))
    except Conflict as refused:
        return _page(replace(typed, errors=(("email", refused.message),)))
    # Among many users, the new one is the one to be seen.
    found = url_for("administration.show", user=typed.email.strip(), _anchor="users")
    return redirect(found, 303)


@journey.get("/users/<int:user_id>/deactivate")
@allow(ADMINISTRATOR)
def ask_to_deactivate(user_id: int) -> str:
    """Ask once more before somebody is locked out."""
    zone = current_app.config["SURVEY"].timezone
    user = administration.leaving(user_id, now=guard.now(), zone=zone)
    return render_template("administration/deactivate.html", page=user)


@journey.post("/users/<int:user_id>/deactivate")
@allow(ADMINISTRATOR)
def deactivate_user(user_id: int) -> Response:
    """End someone's sessions and right to sign in."""
    people.deactivate_user(user_id, now=guard.now())
    return redirect(url_for("administration.show", _anchor="users"), 303)


@journey.post("/keys")
@allow(ADMINISTRATOR)
def add_key() -> tuple[str, int]:
    """Make a key. It is shown in this reply and nowhere again, so there is no redirect."""
    typed = Typed(key_name=request.form.get("key_name", ""))
    secret = secrets.token_urlsafe(KEY_BYTES)
    try:
        key = api_keys.create_api_key(typed.key_name, secret=secret, now=guard.now())
    except (InvalidInput, Conflict) as refused:
        return _page(replace(typed, errors=(("key_name", refused.message),)))
    return _page(Typed(), new_key=key)


@journey.post("/keys/<int:key_id>/revoke")
@allow(ADMINISTRATOR)
def revoke_key(key_id: int) -> Response:
    """The key opens nothing any more."""
    api_keys.revoke_api_key(key_id, now=guard.now())
    return redirect(url_for("administration.show", _anchor="keys"), 303)


@journey.post("/work/restart")
@allow(ADMINISTRATOR)
def restart_work() -> Response:
    """Try again what was given up."""
    jobs.restart(now=guard.now())
    return redirect(url_for("administration.show", _anchor="work"), 303)


def _page(typed: Typed, new_key: str | None = None) -> tuple[str, int]:
    page = administration.page(
        now=guard.now(),
        zone=current_app.config["SURVEY"].timezone,
        typed=typed,
        wanted=request.args.get("user", "").strip(),
        new_key=new_key,
    )
    html = render_template("administration/show.html", page=page, is_error=bool(typed.errors))
    return html, 422 if typed.errors else 200
