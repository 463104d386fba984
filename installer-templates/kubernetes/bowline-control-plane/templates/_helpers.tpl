{{- define "control.name" -}}bowline-control-plane{{- end }}

{{- define "control.labels" -}}
app.kubernetes.io/name: {{ include "control.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "control.selector" -}}
app.kubernetes.io/name: {{ include "control.name" . }}
{{- end }}

{{/* By digest where there is one. */}}
{{- define "control.image" -}}
{{- $repository := required "image.repository is missing: what `./bowline image --control-plane` has pushed" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ required "image.digest (or image.tag) is missing" .Values.image.tag }}
{{- end -}}
{{- end }}

{{/* The Secret with the certificate, where there is one. */}}
{{- define "control.certificate" -}}
{{- if .Values.certificate.existingSecret -}}
{{ .Values.certificate.existingSecret }}
{{- else if .Values.certificate.issuer.name -}}
{{ include "control.name" . }}-certificate
{{- end -}}
{{- end }}

{{/* Where a rule leads: the ranges, or anywhere. */}}
{{- define "control.to" -}}
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
