"""Addresses of devices."""

from django.urls import path

from sites.devices.acts_pages import enrol_device, revoke_device
from sites.devices.pages import device, devices

urlpatterns = [
    path("devices/", devices, name="devices"),
    path("devices/new/", enrol_device, name="enrol_device"),
    path("devices/<uuid:number>/", device, name="device"),
    path("devices/<uuid:number>/revoke/", revoke_device, name="revoke_device"),
]
