# Every target does its own set-up; nothing has to be installed by hand but git, curl and a JDK 25 (found or fetched).
MVN = JAVA_HOME="$$(hack/jdk.sh)" && export JAVA_HOME && ./mvnw -B
KUBECTL ?= kubectl
.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "  make %-16s %s\n", $$1, $$2}'

.PHONY: demo
demo: ## a real API server, a real PostgreSQL, the operator and three manifests (BACKUP=1: and a backup to S3 and its restore; ENGINE=mariadb, ENGINE=mysql; DEMO_EXIT=1: stop at the end)
	@hack/demo.sh up $(or $(ENGINE),postgres) $(if $(BACKUP),backup)

.PHONY: demo-down
demo-down: ## stop what make demo started
	@hack/demo.sh down

.PHONY: test
test: ## unit tests, conformance suites on PostgreSQL 15 and 18, MariaDB and MySQL, tests of the assembled operator
	@hack/test.sh

.PHONY: test-all
test-all: ## as make test, the conformance suites on PostgreSQL 14, 16 and 17 and on MinIO as well, and the tests that take long
	@hack/test.sh -Dtests.left-out= -Dtests.patience='2 h' -Dtests.seconds=0 -Dservers.versions.postgres=14,15,16,17,18 -Dservers.versions.s3=versitygw,minio

.PHONY: test-containers
test-containers: ## the conformance suites on every supported version of every server, in containers (docs/testing.md)
	@hack/test-containers.sh

.PHONY: bench
bench: ## objects per second to Ready, and statements to find drift, beside what the servers can do at best (some minutes; ENGINE=mariadb, ENGINE=mysql); BACKUP=1: backups and restores beside pg_dump and pg_restore
	@BENCH_ENGINE=$(or $(ENGINE),$(BENCH_ENGINE),postgres) hack/$(if $(BACKUP),bench-backup,bench).sh

SOAKS = RotationSoakIT,BackupFaultsIT,RestoreFaultsIT
.PHONY: soak
soak: ## 1,000 rotations with kills of the operator while clients log in, 1,000 faults in backups, 200 in restores (SOAK_ROTATIONS, SOAK_FAULTS, SOAK_RESTORE_FAULTS, SOAK_SEED, SOAK_MINUTES; SOAKS=BackupFaultsIT: one alone)
	@hack/test.sh -Dtest=ArchitectureTest -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=$(SOAKS) \
	  -Dfailsafe.failIfNoSpecifiedTests=false -Dtests.left-out= -Dtests.patience='24 h' -Dtests.seconds=0 -Ddbops.soak.rotations=$(or $(SOAK_ROTATIONS),1000) -Ddbops.soak.faults=$(or $(SOAK_FAULTS),1000) \
	  -Ddbops.soak.restore-faults=$(or $(SOAK_RESTORE_FAULTS),200) \
	  $(if $(SOAK_SEED),-Ddbops.soak.seed=$(SOAK_SEED)) $(if $(SOAK_MINUTES),-Ddbops.soak.minutes=$(SOAK_MINUTES))

.PHONY: build
build: ## compile and unit-test spi and core only
	@$(MVN) -q -pl spi,spi-testkit,core verify

.PHONY: dist
dist: ## distribution/target/dbops: bin, lib, plugins
	@$(MVN) -q -DskipTests package

.PHONY: kit
kit: ## what plugins' authors need, into Maven's local repository (KIT_REPO=dir: into that folder): docs/plugin-authors.md
	@KIT_REPO="$(KIT_REPO)" hack/kit.sh

.PHONY: kit-demo
kit-demo: ## from an empty folder and the kit to an object of a new engine that is Ready, with the time it took (KIT_DEMO_KEEP=1: leave what was made)
	@hack/kit-demo.sh

.PHONY: image
image: dist ## distribution/target/dbops-image.tar, for docker load, podman load or ctr images import (CLIENTS=none: without databases' client programs)
	@hack/image.sh $(CLIENTS)

.PHONY: chart
chart: ## distribution/target/db-provision-operator-VERSION.tgz, the Helm chart, after helm lint
	@helm=$$(hack/helm.sh) && $$helm lint --strict distribution/helm/db-provision-operator && $$helm package -d distribution/target distribution/helm/db-provision-operator

.PHONY: crds
crds: ## compose the checked-in CRDs and reference pages anew, and the chart's copies
	@$(MVN) -q -pl distribution -am -Pcrds test -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: fields
fields: ## try every field on real servers and write docs/reference/fields.md anew (FIELDS=BACKUP,RESTORE: of those kinds, ENGINES=mysql: on those servers)
	@hack/test.sh -Dtest=FieldPageTest#everyFieldOfEveryKindHasACase -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FieldsIT -Dfailsafe.failIfNoSpecifiedTests=false -Ddbops.fields.families=$(FIELDS) -Ddbops.fields.engines=$(ENGINES) -Ddbops.fields.write=true

.PHONY: alerts
alerts: ## the cases of the alert rules, by Prometheus's promtool
	@cd distribution/monitoring && "$$(../../hack/prometheus.sh)" test rules alerts-test.yaml

.PHONY: dashboard-picture
dashboard-picture: ## a quarter of an hour with real servers, and docs/pictures of what the dashboards show then
	@hack/dashboard-run.sh all

.PHONY: format
format: ## format the sources
	@$(MVN) -q spotless:apply

.PHONY: e2e
e2e: ## installed on a real cluster, with database servers as pods: that of KUBECONFIG, or a node of E2E_NODE (hack/e2e.sh says how; PARTS=short, PARTS="install samples")
	@hack/e2e.sh $(PARTS)

.PHONY: install
install: ## CRDs into the cluster of kubectl
	@$(KUBECTL) apply --server-side --force-conflicts -k distribution/config/crd && hack/established.sh "$(KUBECTL)"

.PHONY: uninstall
uninstall: ## take the CRDs away, unless objects exist
	@hack/no-objects.sh "$(KUBECTL)" && $(KUBECTL) delete -k distribution/config/crd

.PHONY: deploy
deploy: ## the operator into the cluster of kubectl
	@$(KUBECTL) apply -k distribution/config/default

.PHONY: undeploy
undeploy: ## take the operator away, unless objects exist that only it can let go
	@hack/no-objects.sh "$(KUBECTL)" && $(KUBECTL) delete -k distribution/config/default

.PHONY: clean
clean: ## everything that was built
	@$(MVN) -q clean
