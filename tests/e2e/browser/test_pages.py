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
