# Needs GNU make and Python 3.11 or newer; everything else goes into .venv from pinned, hashed packages.
# PYTHON=… chooses the interpreter; without it a suitable one is looked for.

PYTHON ?=
SERVE ?= 1
PORT ?=
PY := .venv/bin/python
EMBEDDED := .venv/installed-embedded
DEV := .venv/installed-dev
# As many processes as cores, each with servers of its own, hence not more than four.
PYTEST := $(PY) -m pytest --numprocesses logical --maxprocesses 4

# A moved folder has a stale .venv, full of absolute paths: its stamps do not count.
$(shell grep -qF "$$(pwd -P)/.venv" .venv/bin/activate 2>/dev/null || rm -f $(EMBEDDED) $(DEV))

# Both stamps install into one .venv; pytest shares the tests out by itself.
.NOTPARALLEL:
.PHONY: help setup demo up test fast check browser manual bench lock clean
.DEFAULT_GOAL := help

help: ## các lệnh có ở đây (this list)
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r verb text; do \
		printf '  make %-7s %s\n' "$$verb" "$$text"; done

setup: $(EMBEDDED) ## cài thư viện vào .venv (install what demo and up need)

demo: $(EMBEDDED) ## chạy trọn một ví dụ rồi mở trang; SERVE=0 để thoát ngay, PORT=… để đổi cổng (a whole example, then its pages)
	@.venv/bin/minhbach demo $(if $(filter 0,$(SERVE)),--no-serve) $(if $(PORT),--port $(PORT))

up: $(EMBEDDED) ## chạy hệ thống, giữ dữ liệu trong var/ (run the system, keeping its data)
	@.venv/bin/minhbach up $(if $(PORT),--port $(PORT))

test: $(DEV) browser ## chạy mọi kiểm thử (all tests)
	@$(PYTEST)

fast: $(DEV) ## chỉ kiểm thử thuần, vài giây (the pure tests)
	@$(PYTEST) tests/domain tests/tlog tests/audit tests/house

check: $(DEV) browser ## định dạng, quy tắc, kiểu, rồi mọi kiểm thử (format, lint, types, all tests)
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy .
	@$(PYTEST)

browser: $(DEV) ## tìm hoặc tải Chromium cho kiểm thử; CHROMIUM=… để chỉ rõ (find or fetch Chromium for the tests)
	@$(PY) -m scripts.install_browser || true

manual: $(DEV) browser ## chụp lại ảnh của hướng dẫn sử dụng (take the pictures of the manual again)
	@$(PYTEST) tests/e2e/browser
	@$(PY) -m scripts.make_manual

bench: $(DEV) ## đo tốc độ, so sánh các cách làm (measurements side by side)
	@$(PY) -m bench

LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)

lock: ## ghim lại phiên bản thư viện; UPGRADE=1 để nâng cấp (pin packages again; needs uv on the path)
	@command -v uv >/dev/null || { echo "Cần chương trình uv trên PATH (uv must be on the path)." >&2; exit 1; }
	@$(LOCK) --extra embedded --extra dev --group build --output-file requirements/dev.txt
	@$(LOCK) --extra embedded --group build --constraint requirements/dev.txt --output-file requirements/embedded.txt
	@$(LOCK) --constraint requirements/embedded.txt --output-file requirements/run.txt

clean: ## xoá .venv và tệp tạm, giữ var/ (remove .venv and caches; var/ keeps its data)
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

$(EMBEDDED): requirements/embedded.txt pyproject.toml
	@PYTHON='$(PYTHON)' sh scripts/install requirements/embedded.txt
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml
	@PYTHON='$(PYTHON)' sh scripts/install requirements/dev.txt
	@touch $@ $(EMBEDDED)
