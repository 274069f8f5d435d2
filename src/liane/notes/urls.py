"""Addresses of what is written every day."""

from django.urls import path

from liane.notes.views import composer, handover, home, tasks, tonight, writings

app_name = "notes"
urlpatterns = [
    path("", home.home, name="home"),
    path("ce-soir/", tonight.show, name="tonight"),
    path("ecrire/", composer.start, name="start"),
    path("personnes/<uuid:record_id>/ecrire/", composer.write, name="write"),
    path("ecrits/<uuid:thread_id>/lu/", writings.read, name="read"),
    path("ecrits/<uuid:thread_id>/non-lu/", writings.unread, name="unread"),
    path("ecrits/<uuid:thread_id>/pour-information/", writings.lower, name="lower"),
    path("ecrits/<uuid:thread_id>/corriger/", writings.correct, name="correct"),
    path("ecrits/<uuid:thread_id>/annuler/", writings.cancel, name="cancel"),
    path("ecrits/<uuid:thread_id>/versions/", writings.former, name="versions"),
    path("ecrits/<uuid:thread_id>/tache/", writings.task_from, name="task_from"),
    path("taches/", tasks.listing, name="tasks"),
    path("taches/<uuid:task_id>/prendre/", tasks.take, name="task_take"),
    path("taches/<uuid:task_id>/faite/", tasks.done, name="task_done"),
    path("taches/<uuid:task_id>/a-refaire/", tasks.reopen, name="task_reopen"),
    path("releve/", handover.show, name="handover"),
    path("releve/imprimer/", handover.print_page, name="handover_print"),
    path("releve/prendre/", handover.take, name="handover_take"),
    path("releve/transmettre/", handover.give, name="handover_give"),
    path("releve/passage/", handover.round_check, name="round"),
]
