"""Enrolling a second factor: a time-based code in an authenticator, and recovery codes for the day the phone is away."""

import base64

import segno
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_otp import devices_for_user
from django_otp import login as otp_login
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.session import signed_in
from hengjian.work.people.models import Account

RECOVERY_CODES = 8


@signed_in
def enrol(request: HttpRequest) -> HttpResponse:
    """Shows the QR of a new device; the first right code confirms it and gives the recovery codes, once."""
    if any(devices_for_user(request.user)):
        return redirect("desk:own_account")
    device, _made = TOTPDevice.objects.get_or_create(user=request.user, confirmed=False, defaults={"name": "totp"})
    wrong = ""
    if request.method == "POST":
        if device.verify_token(digits(request.POST.get("code", ""))):
            codes = confirm(request.user, device)
            otp_login(request, device)
            return render_page(request, "desk/recovery_codes.html", {"codes": codes})
        wrong = _("验证码不对。请核对手机时间后填写下一组数字。")
    context = {"qr": qr(device), "secret": base64.b32encode(device.bin_key).decode(), "wrong": wrong}
    return render_page(request, "desk/second_factor.html", context, status=422 if wrong else 200)


def digits(text: str) -> int:
    text = text.replace(" ", "")
    return int(text) if text.isdigit() and len(text) <= 8 else -1


def qr(device: TOTPDevice) -> str:
    return segno.make(device.config_url, error="m").svg_data_uri(scale=4, border=2)


@transaction.atomic
def confirm(account: Account, device: TOTPDevice) -> list[str]:
    device.confirmed = True
    device.save()
    kept = StaticDevice.objects.create(user=account, name="recovery")
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=kept, token=code) for code in codes)
    return codes


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Takes the second factor off, for who proves the password once more."""
    if not request.user.check_password(request.POST.get("password", "")):
        messages.warning(request, _("口令不对，第二重验证仍然有效。"))
    else:
        for device in devices_for_user(request.user, confirmed=None):
            device.delete()
        messages.success(request, _("已取消第二重验证。"))
    return redirect("desk:own_account")
