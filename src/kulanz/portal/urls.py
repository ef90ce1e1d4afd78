"""The customer's window: the case page by signed link, the own list, the contact form."""

from django.urls import path

from .views import case, contact, linked, mine, source

app_name = "portal"
urlpatterns = [
    path("c/<str:token>/", case.show_case, name="case"),
    path("c/<str:token>/answer/", case.answer, name="answer"),
    path("c/<str:token>/continuation/", case.continuation, name="continuation"),
    path("c/<str:token>/messages/", case.write, name="write"),
    path("c/<str:token>/preferences/", case.preferences, name="preferences"),
    path("c/<str:token>/files/<str:public_id>/", case.file, name="file"),
    path("files/<str:token>/", linked.show_file, name="linked-file"),
    path("files/<str:token>/content/", linked.fetch_file, name="fetch-file"),
    path("my/", mine.show_mine, name="mine"),
    path("my/sign-in/", mine.ask_link, name="ask-link"),
    path("my/sign-in/<str:token>/", mine.sign_in, name="sign-in"),
    path("my/sign-out/", mine.sign_out, name="sign-out"),
    path("my/addresses/<str:token>/", mine.prove_address, name="prove-address"),
    path("my/cases/<str:number>/", mine.open_case, name="open-mine"),
    path("contact/", contact.show_form, name="contact"),
    path("contact/<int:channel_id>/", contact.show_form, name="contact-channel"),
    path("contact/<int:channel_id>/embed/", contact.show_embedded, name="contact-embed"),
    path("brands/<int:brand_id>/colours.css", case.colours, name="colours"),
    path("source/", source.give_source, name="source"),
]
