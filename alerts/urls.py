"""Alerts: the addresses."""

from django.urls import path

from alerts.views import alert, alert_list, answers, changes, create, suggestions

app_name = "alerts"
urlpatterns = [
    path("", alert_list.alerts, name="alerts"),
    path("news/", alert_list.alerts_news, name="alerts_news"),
    path("open/", alert_list.alerts_open, name="alerts_open"),
    path("bulk/", alert_list.alerts_bulk, name="alerts_bulk"),
    path("new/", create.alert_new, name="alert_new"),
    path("responders/", suggestions.responder_suggestions, name="responder_suggestions"),
    path("<uuid:alert_id>/", alert.alert, name="alert"),
    path("<uuid:alert_id>/note/", alert.alert_note, name="alert_note"),
    path("<uuid:alert_id>/acknowledge/", answers.alert_acknowledge, name="alert_acknowledge"),
    path("<uuid:alert_id>/unacknowledge/", answers.alert_unacknowledge, name="alert_unacknowledge"),
    path("<uuid:alert_id>/close/", answers.alert_close, name="alert_close"),
    path("<uuid:alert_id>/own/", answers.alert_own, name="alert_own"),
    path("<uuid:alert_id>/assign/", changes.alert_assign, name="alert_assign"),
    path("<uuid:alert_id>/people/", suggestions.alert_people, name="alert_people"),
    path("<uuid:alert_id>/snooze/", changes.alert_snooze, name="alert_snooze"),
    path("<uuid:alert_id>/escalate/", changes.alert_escalate, name="alert_escalate"),
    path("<uuid:alert_id>/responder/", changes.alert_responder, name="alert_responder"),
    path("<uuid:alert_id>/edit/", changes.alert_edit, name="alert_edit"),
    path("<uuid:alert_id>/delete/", changes.alert_delete, name="alert_delete"),
]
