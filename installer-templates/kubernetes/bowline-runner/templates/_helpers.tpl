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
