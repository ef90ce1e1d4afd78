"""People of ours: who is here, with which roles, and who is invited."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.people import administration
from kulanz.people.models import Brand, Invitation, User

from ..access import OfficeRequest, admin_view
from ..forms import AcceptForm, InvitationForm, UserForm
from ..page import show, show_form


@admin_view
def show_people(request: OfficeRequest) -> HttpResponse:
    """List people and open invitations."""
    context = {
        "people": User.objects.prefetch_related("teams"),
        "invitations": Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("invited_by"),
    }
    return show(request, "office/people.html", "people", context)


@admin_view
def person(request: OfficeRequest, user_id: int) -> HttpResponse:
    """Show and save a person's roles and teams."""
    user = get_object_or_404(User, pk=user_id)
    form = UserForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        try:
            administration.save_user(
                form.instance, by=request.actor, changed=form.changed_data, teams=form.cleaned_data["member_of"]
            )
        except administration.LastAdministrator:
            form.add_error("is_admin", _("Make somebody else administrator first."))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("office:people"))
    return show_form(request, "people", form, title=user.name, person=user)


@admin_view
def invitation(request: OfficeRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kept, secret = administration.invite(
            by=request.actor, email=given["email"], name=given["name"], roles=given["roles"], teams=given["teams"]
        )
        _send_invitation(kept, secret, by=request.user)
        messages.success(request, _("%(name)s is invited.") % {"name": kept.name})
        return HttpResponseRedirect(reverse("office:people"))
    return show_form(request, "people", form, title=_("Invite somebody"), word=_("Send invitation"))


def _send_invitation(kept: Invitation, secret: str, *, by: User) -> None:
    """Mail an invitation in the name of who invites and of the firm: nobody follows a link of a stranger."""
    firm = Brand.objects.order_by("id").values_list("name", flat=True).first() or urlsplit(settings.PUBLIC_URL).hostname
    address = settings.PUBLIC_URL + reverse("office:accept", args=[secret])
    text = render_to_string(
        "office/mail/invitation.txt", {"invitation": kept, "address": address, "by": by, "firm": firm}
    )
    sender = formataddr((f"{by.name}, {firm}", parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    send_mail(_("Your seat at %(firm)s") % {"firm": firm}, text, sender, [kept.email])


@require_POST
@admin_view
def revoke(request: OfficeRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    administration.revoke_invitation(by=request.actor, invitation_id=invitation_id)
    return HttpResponseRedirect(reverse("office:people"))


def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Let somebody who was invited choose a password and come in."""
    found = administration.invitation_for(secret)
    if found is None:
        return render(request, "office/invitation_gone.html", status=404)
    form = AcceptForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            validate_password(form.cleaned_data["password"], User(email=found.email, name=form.cleaned_data["name"]))
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            language = get_language() or "de"  # in which the invitation was read: the desk speaks it, too
            if administration.accept_invitation(secret, **form.cleaned_data, language=language) is None:
                return render(request, "office/invitation_gone.html", status=404)
            messages.success(request, _("Welcome. Please sign in."))
            return HttpResponseRedirect(reverse("account_login"))
    return render(
        request, "office/accept.html", {"form": form, "invitation": found}, status=422 if form.errors else 200
    )
