"""The addresses of the office."""

from django.urls import path

from .views import audit, blocked, channels, health, mails, people, setup, voice, working

app_name = "office"
urlpatterns = [
    path("", health.show_health, name="home"),
    path("health/", health.show_health, name="health"),
    path("outbox/", mails.show_outbox, name="outbox"),
    path("outbox/<int:mail_id>/", mails.show_outgoing, name="outgoing"),
    path("outbox/<int:mail_id>/sending/", mails.send_again, name="send-again"),
    path("outbox/<int:mail_id>/settling/", mails.settle, name="settle"),
    path("mails/", mails.show_unread, name="mails"),
    path("mails/readings/", mails.read_all_again, name="read-all-again"),
    path("mails/<int:mail_id>/raw/", mails.raw, name="raw"),
    path("mails/<int:mail_id>/reading/", mails.read_again, name="read-again"),
    path("blocked/", blocked.show_blocked, name="blocked"),
    path("blocked/<int:blocked_id>/release/", blocked.release, name="release-sender"),
    path("jobs/<int:job_id>/run/", health.run_again, name="run-job"),
    path("brands/", setup.brands, name="brands"),
    path("brands/new/", setup.brand, name="new-brand"),
    path("brands/<int:brand_id>/", setup.brand, name="brand"),
    path("brands/<int:brand_id>/voice/", voice.voice, name="voice"),
    path("brands/<int:brand_id>/voice/preview/", voice.preview, name="voice-preview"),
    path("brands/<int:brand_id>/hours/", setup.hours, name="hours"),
    path("teams/", setup.teams, name="teams"),
    path("teams/new/", setup.team, name="new-team"),
    path("teams/<int:team_id>/", setup.team, name="team"),
    path("people/", people.show_people, name="people"),
    path("people/<int:user_id>/", people.person, name="person"),
    path("people/<int:user_id>/work/", working.person_work, name="person-work"),
    path("away/", working.away, name="away"),
    path("away/<int:absence_id>/removal/", working.removal, name="away-removal"),
    path("invitations/", people.invitation, name="invitations"),
    path("invitations/<int:invitation_id>/revocation/", people.revoke, name="revoke"),
    path("invited/<str:secret>/", people.accept, name="accept"),
    path("channels/", channels.show_channels, name="channels"),
    path("channels/new/", channels.channel, name="new-channel"),
    path("channels/<int:channel_id>/", channels.channel, name="channel"),
    path("channels/<int:channel_id>/<slug:what>/new/", channels.row, name="new-channel-row"),
    path("channels/<int:channel_id>/<slug:what>/<int:row_id>/", channels.row, name="channel-row"),
    path("audit/", audit.show_audit, name="audit"),
]
