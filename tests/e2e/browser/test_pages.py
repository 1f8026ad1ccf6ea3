"""Every page that anybody can come to is whole: nothing barred, nothing wider than a phone, nothing logged."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Window
from tests.e2e.browser.looking import look

PUBLIC = {
    "/": "ket-qua",
    "/quyet-dinh": "so-quyet-dinh",
    "/quyet-dinh/kv3-cong-bo-decision": "quyet-dinh",
    "/kiem-tra": "kiem-tra",
    "/kiem-tra?so=kv3-cong-bo-decision": "kiem-tra-dung",
    "/kiem-tra?so=khong-co": "",
    "/du-lieu-mo": "du-lieu-mo",
    "/lay-y-kien": "lay-y-kien",
    "/lay-y-kien/bien-nhan": "",
    "/dang-nhap": "dang-nhap",
    "/khong-co-trang-nay": "",
    "/quyet-dinh?nam=abc": "",
}


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_is_whole(window: Window, path: str) -> None:
    page = window(None, path)
    expect(page.locator("h1")).to_have_count(1)
    look(page, PUBLIC[path] and f"cong-chung-{PUBLIC[path]}")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_person_signs_in_and_out_by_clicking(window: Window, *, script: bool) -> None:
    page = window(None, "/dang-nhap", script=script)
    page.get_by_label("Tên đăng nhập").fill("clerk")
    page.get_by_label("Mật khẩu").fill("mat-khau-kiem-thu")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile("/viec-cua-toi$"))
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("link", name="Đăng nhập")).to_be_visible()


SIGNED_IN = [
    ("officer", "/viec-cua-toi", ""),
    ("officer", "/ho-so/kv3-du-thao", ""),
    ("appraiser", "/viec-cua-toi", "viec-cua-toi"),
    ("appraiser", "/ho-so/kv3-tham-dinh", "ho-so"),
    ("appraiser", "/de-nghi/kv3-tham-dinh.001", "de-nghi"),
    ("appraiser", "/de-nghi/kv3-cong-bo.003", ""),
    ("member", "/viec-cua-toi", ""),
    ("appraiser", "/thong-bao", "thong-bao"),
    ("operator", "/dieu-hanh", "dieu-hanh"),
    ("auditor", "/dieu-hanh", ""),
    ("auditor", "/thanh-tra", "thanh-tra"),
    ("auditor", "/thanh-tra?nguoi=x&tu=khong-phai-ngay", ""),
    ("auditor", "/thanh-tra/muc/3", "thanh-tra-muc"),
    ("auditor", "/thanh-tra/ngoai-le", "thanh-tra-ngoai-le"),
    ("auditor", "/thanh-tra/nhat-ky-doc", "thanh-tra-luot-xem"),
    ("auditor", "/thanh-tra/de-nghi/kv3-cong-bo.001", "thanh-tra-dien-bien"),
    ("auditor", "/thanh-tra/de-nghi/kv3-cong-bo.001?buoc=3", "thanh-tra-tung-buoc"),
]


@pytest.mark.parametrize(
    ("name", "path", "picture"), SIGNED_IN, ids=[f"{who} {path}" for who, path, _ in SIGNED_IN]
)
def test_page_of_somebody_signed_in_is_whole(window: Window, name: str, path: str, picture: str) -> None:
    page = window(name, path)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".who")).to_be_visible()
    look(page, picture)
