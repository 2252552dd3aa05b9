{{- define "dbops.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* Of everything: the release's name, when the chart's is in it. */}}
{{- define "dbops.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (default .Chart.Name .Values.nameOverride) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (default .Chart.Name .Values.nameOverride) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- /* They can't be changed in a Deployment that exists. */}}
{{- define "dbops.selectorLabels" -}}
app.kubernetes.io/name: {{ include "dbops.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
control-plane: controller-manager
{{- end }}

{{- define "dbops.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "dbops.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "dbops.serviceAccountName" -}}
{{- if .Values.serviceAccount.name }}
{{- .Values.serviceAccount.name }}
{{- else if .Values.serviceAccount.create }}
{{- include "dbops.fullname" . }}-controller-manager
{{- else }}
default
{{- end }}
{{- end }}

{{- define "dbops.workerAccountName" -}}
{{- if .Values.worker.serviceAccount.name }}
{{- .Values.worker.serviceAccount.name }}
{{- else if .Values.worker.serviceAccount.create }}
{{- include "dbops.fullname" . }}-worker
{{- end }}
{{- end }}

{{- define "dbops.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end }}

{{- /* The number of an address such as :8081; empty when it is off. */}}
{{- define "dbops.port" -}}
{{- if ne (toString .) "0" }}{{ regexFind "[0-9]+$" . }}{{ end }}
{{- end }}

{{- define "dbops.healthPort" -}}
{{- include "dbops.port" .Values.healthProbeBindAddress }}
{{- end }}

{{- define "dbops.metricsPort" -}}
{{- if .Values.metrics.enabled }}{{ include "dbops.port" .Values.metricsBindAddress }}{{ end }}
{{- end }}

{{- define "dbops.electing" -}}
{{- if and .Values.leaderElect .Values.leaderElection.enabled }}true{{ end }}
{{- end }}

{{- /* Of its Service, its configuration and its ClusterRole. */}}
{{- define "dbops.webhookName" -}}
{{- include "dbops.fullname" . | trunc 55 | trimSuffix "-" }}-webhook
{{- end }}

{{- /* Separated by commas; empty for all. */}}
{{- define "dbops.watchNamespaces" -}}
{{- if .Values.watchNamespaces }}
{{- join "," .Values.watchNamespaces }}
{{- else if .Values.rbac.namespaced }}
{{- .Release.Namespace }}
{{- end }}
{{- end }}

{{- /* A flag, unless its value is the program's own default: (list "name" value default) */}}
{{- define "dbops.flag" -}}
{{- if ne (index . 1 | toString) (index . 2 | toString) }}
- {{ printf "--%s=%v" (index . 0) (index . 1) | quote }}
{{- end }}
{{- end }}

{{- define "dbops.args" -}}
- operator
{{- if include "dbops.electing" . }}
- --leader-elect
{{- end }}
- {{ printf "--health-probe-bind-address=%v" .Values.healthProbeBindAddress | quote }}
{{- if include "dbops.metricsPort" . }}
- {{ printf "--metrics-bind-address=%s" .Values.metricsBindAddress | quote }}
{{- include "dbops.flag" (list "metrics-secure" .Values.metrics.secure true) }}
{{- end }}
{{- include "dbops.flag" (list "worker-service-account" (include "dbops.workerAccountName" .) "") }}
{{- include "dbops.flag" (list "watch-namespaces" (include "dbops.watchNamespaces" .) "") }}
{{- include "dbops.flag" (list "instance-id" .Values.instanceId "default") }}
{{- include "dbops.flag" (list "cross-namespace" .Values.crossNamespace "consent") }}
{{- include "dbops.flag" (list "default-drift-interval" .Values.defaultDriftInterval "8h") }}
{{- include "dbops.flag" (list "worker" .Values.worker.mode "") }}
{{- include "dbops.flag" (list "worker-image" .Values.worker.image "") }}
{{- include "dbops.flag" (list "worker-memory" .Values.worker.memory "512Mi") }}
{{- include "dbops.flag" (list "max-workers" .Values.worker.maxAtOnce 4) }}
{{- include "dbops.flag" (list "max-workers-per-instance" .Values.worker.maxPerInstance 2) }}
{{- include "dbops.flag" (list "pvc-root" .Values.worker.pvcRoot "/data") }}
{{- $identity := .Values.stores.podIdentity }}
{{- include "dbops.flag" (list "store-pod-identity" (kindIs "slice" $identity | ternary (join "," $identity) $identity) "deny") }}
{{- include "dbops.flag" (list "store-link-local" .Values.stores.linkLocal false) }}
{{- include "dbops.flag" (list "plugins-dir" .Values.plugins.dir "") }}
{{- include "dbops.flag" (list "plugins-checksum" .Values.plugins.checksum "warn") }}
{{- include "dbops.flag" (list "plugins-trusted-keys" .Values.plugins.trustedKeys "") }}
{{- include "dbops.flag" (list "log-format" .Values.log.format "json") }}
{{- include "dbops.flag" (list "log-level" .Values.log.level "info") }}
{{- if .Values.webhook.enabled }}
- {{ printf "--webhook-bind-address=:%v" .Values.webhook.port | quote }}
{{- include "dbops.flag" (list "webhook-service" (include "dbops.webhookName" .) "db-provision-operator-webhook") }}
{{- include "dbops.flag" (list "webhook-configuration" (include "dbops.webhookName" .) "db-provision-operator-webhook") }}
{{- end }}
{{- range .Values.extraArgs }}
- {{ . | quote }}
{{- end }}
{{- end }}

{{- /* Preferably elsewhere, as distribution/config/components/ha has it. */}}
{{- define "dbops.spread" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "dbops.selectorLabels" . | nindent 12 }}
    - weight: 50
      podAffinityTerm:
        topologyKey: topology.kubernetes.io/zone
        labelSelector:
          matchLabels:
            {{- include "dbops.selectorLabels" . | nindent 12 }}
{{- end }}

{{- /* A Role or ClusterRole and its binding: (dict "root" $ "name" suffix "namespace" or "" and "rules" or the "file" with them) */}}
{{- define "dbops.role" -}}
{{- $kind := empty .namespace | ternary "ClusterRole" "Role" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}
metadata:
  name: {{ include "dbops.fullname" .root }}-{{ .name }}-role
  {{- with .namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "dbops.labels" .root | nindent 4 }}
rules:
  {{- .rules | default (get (.root.Files.Get (printf "files/rbac/%s.yaml" .file) | fromYaml) "rules") | toYaml | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}Binding
metadata:
  name: {{ include "dbops.fullname" .root }}-{{ .name }}-rolebinding
  {{- with .namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "dbops.labels" .root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ $kind }}
  name: {{ include "dbops.fullname" .root }}-{{ .name }}-role
subjects:
  - kind: ServiceAccount
    name: {{ include "dbops.serviceAccountName" .root }}
    namespace: {{ .root.Release.Namespace }}
{{- end }}
