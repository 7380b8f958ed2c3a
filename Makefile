# Entente needs Go. With npm there too, charts are interactive; without it every
# page shows the same figures as tables.

.DEFAULT_GOAL := help
.PHONY: help run assets build test race fuzz bench eval generate fmt check clean

FUZZTIME ?= 10s
BENCHFLAGS ?=
npm := $(shell command -v npm)

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start Entente with the starter data, in a throw-away database
	@$(MAKE) --no-print-directory assets || echo "npm could not bring ECharts: starting without interactive charts."
	go run ./cmd/entente demo

# One npm ci for the page and for the browser tests.
node_modules/.package-lock.json: package.json package-lock.json
	npm ci
	@touch $@

assets/dist/echarts.min.js: node_modules/.package-lock.json
	cp node_modules/echarts/LICENSE assets/dist/echarts.LICENSE
	cp node_modules/echarts/NOTICE assets/dist/echarts.NOTICE
	cp node_modules/echarts/licenses/LICENSE-d3 assets/dist/d3.LICENSE
	cp node_modules/zrender/LICENSE assets/dist/zrender.LICENSE
	cp node_modules/echarts/dist/echarts.min.js $@

ifdef npm
assets: assets/dist/echarts.min.js ## bring Apache ECharts from npm
else
assets:
	@echo "npm is not installed: going on with Go alone, without interactive charts."
endif

build: assets ## build the program as bin/entente
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/entente ./cmd/entente

test: assets ## vet and test everything
	go vet ./...
	go test -timeout 30m ./...

race: assets ## test with the race detector, on fewer cases and without the browser
	CGO_ENABLED=1 go test -race -short -timeout 30m $$(go list ./... | grep -v '/browser$$')

fuzz: assets ## run every fuzz test for FUZZTIME
	@list=$$(go test -list '^Fuzz' ./...) || { echo "$$list"; exit 1; }; \
	echo "$$list" | awk '/^Fuzz/ { f[++n] = $$1 } /^ok/ { while (n) print f[n--], $$2 }' | \
	while read -r fuzz pkg; do \
		echo "$$pkg $$fuzz"; \
		go test -run '^$$' -fuzz "^$$fuzz\$$" -fuzztime $(FUZZTIME) "$$pkg" </dev/null || exit 1; \
	done

bench: assets ## measure against sqlite3 and the disk; BENCHFLAGS=-million for more
	@command -v sqlite3 >/dev/null || { echo "make bench measures against the sqlite3 command: apt-get install sqlite3"; exit 1; }
	go run ./cmd/bench $(BENCHFLAGS)

eval: ## measure the suggestions against the coded texts
	@go test ./internal/suggest -run '^TestEvaluation$$' -count=1 -v -report | grep -v '^---\|^=== RUN\|^PASS\|^ok'

generate: ## write *_templ.go from *.templ
	go tool templ generate

fmt: ## format Go and templ files
	go tool templ fmt .
	gofmt -w $$(git ls-files -co --exclude-standard '*.go')

check: ## refuse unformatted files and stale *_templ.go
	go tool templ fmt -fail .
	go tool templ generate
	git diff --exit-code -- '*_templ.go'
	@new=$$(git ls-files -o --exclude-standard '*_templ.go'); test -z "$$new" || { echo "not in git: $$new"; exit 1; }
	@bad=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); test -z "$$bad" || { echo "make fmt would change: $$bad"; exit 1; }

clean: ## remove what was built and what npm brought
	rm -rf bin node_modules
	find assets/dist -type f ! -name .gitkeep -delete
