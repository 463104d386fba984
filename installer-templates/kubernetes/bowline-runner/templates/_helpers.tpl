{{/* One runner in a namespace: its objects are called after it, not after the release. */}}
{{- define "runner.name" -}}bowline-runner{{- end }}

{{- define "runner.labels" -}}
app.kubernetes.io/name: {{ include "runner.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "runner.selector" -}}
app.kubernetes.io/name: {{ include "runner.name" . }}
{{- end }}

{{/* By digest where there is one. */}}
{{- define "runner.image" -}}
{{- $repository := required "image.repository is missing: take the values that `bowline install template INSTALL --door helm` prints (-f)" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ required "image.digest (or image.tag) is missing" .Values.image.tag }}
{{- end -}}
{{- end }}

{{/* Where a rule leads: the ranges, or anywhere. */}}
{{- define "runner.to" -}}
{{- if .cidrs }}
to:
  {{- range .cidrs }}
  - ipBlock: {cidr: {{ . | quote }}}
  {{- end }}
{{- end }}
ports:
  {{- range .ports }}
  - {port: {{ . }}, protocol: TCP}
  {{- end }}
{{- end }}

{{/* What a runner may do in each namespace where it applies something. */}}
{{- define "runner.records" -}}
# its own records, its lease, Helm's records, and Terraform's state
- apiGroups: [""]
  resources: [configmaps, secrets]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, list, watch, create, update, patch, delete]
# whether what it applied is well, and the logs and metrics that it is asked for
- {apiGroups: [""], resources: [events, pods, pods/log], verbs: [get, list, watch]}
- {apiGroups: [""], resources: [pods/proxy, services/proxy], verbs: [get]}
{{- end }}
