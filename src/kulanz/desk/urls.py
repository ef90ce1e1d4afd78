"""The addresses of the desk. What is done to a case is a noun below it, and only ever a POST."""

from django.urls import path

from .views import case, coaching, customers, files, inbox, me, opening, promises, steps, today, writing

app_name = "desk"
urlpatterns = [
    path("", today.show_today, name="today"),
    path("inbox/", inbox.show_inbox, name="inbox"),
    path("cases/<str:number>/", case.show_case, name="case"),
    path("cases/<str:number>/replies/", writing.reply, name="reply"),
    path("cases/<str:number>/review/", coaching.review, name="review"),
    path("cases/<str:number>/promises/", promises.promises, name="promises"),
    path("cases/<str:number>/promises/<int:promise_id>/keeping/", promises.keeping, name="promise-keeping"),
    path("cases/<str:number>/promises/<int:promise_id>/withdrawal/", promises.withdrawal, name="promise-withdrawal"),
    path("cases/<str:number>/address/", coaching.address, name="address"),
    path("cases/<str:number>/notes/", writing.note, name="note"),
    path("cases/<str:number>/drafts/<str:kind>/", writing.draft, name="draft"),
    path("cases/<str:number>/withdrawals/<int:message_id>/", writing.withdraw, name="withdraw"),
    path("cases/<str:number>/assignments/", steps.assignment, name="assignment"),
    path("cases/<str:number>/takeover/", steps.takeover, name="takeover"),
    path("cases/<str:number>/waiting/", steps.waiting, name="waiting"),
    path("cases/<str:number>/resumption/", steps.resumption, name="resumption"),
    path("cases/<str:number>/reopening/", steps.reopening, name="reopening"),
    path("cases/<str:number>/confirmations/<int:message_id>/", steps.confirmation, name="confirmation"),
    path("cases/<str:number>/tags/", steps.tags, name="tags"),
    path("cases/<str:number>/priority/", steps.priority, name="priority"),
    path("cases/<str:number>/goal/", steps.goal, name="goal"),
    path("cases/<str:number>/subject/", steps.subject, name="subject"),
    path("cases/<str:number>/story/", steps.story, name="story"),
    path("cases/<str:number>/unread/", steps.unread, name="unread"),
    path("cases/<str:number>/moves/<int:message_id>/", steps.move, name="move"),
    path("new/", opening.new_case, name="new-case"),
    path("palette/", opening.palette, name="palette"),
    path("customers/", customers.show_customers, name="customers"),
    path("customers/<int:customer_id>/", customers.show_customer, name="customer"),
    path("customers/<int:customer_id>/contacts/", customers.contacts, name="contacts"),
    path("me/", me.show_me, name="me"),
    path("me/coach/", coaching.switch, name="coach"),
    path("me/shortcuts/", me.shortcuts, name="shortcuts"),
    path("messages/<int:message_id>/rest/", files.message_rest, name="message-rest"),
    path("attachments/<str:public_id>/", files.attachment, name="attachment"),
    path("pictures/<str:key>/", files.picture, name="picture"),
    path("messages/<int:message_id>/glass/", files.message_glass, name="message-glass"),
    path("messages/<int:message_id>/html/", files.message_html, name="message-html"),
]
