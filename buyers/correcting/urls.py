"""Addresses of corrections."""

from django.urls import path

from buyers.correcting.pages import correct, touched, void

urlpatterns = [
    path("lots/<str:code>/correct/", correct, name="correct_lot"),
    path("lots/<str:code>/void/", void, name="void_lot"),
    path("lots/<str:code>/corrections/<int:number>/", touched, name="touched_lots"),
]
