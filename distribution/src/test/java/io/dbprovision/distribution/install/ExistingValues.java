package io.dbprovision.distribution.install;

/** Every value that installations of the earlier chart set, each unlike its default. */
final class ExistingValues {
  static final String TEXT =
      """
      replicaCount: 1
      revisionHistoryLimit: 7
      image: {repository: registry.example.com/dbops, tag: 9.9.9, pullPolicy: Always}
      imagePullSecrets: [{name: pull}]
      nameOverride: dbo
      fullnameOverride: dbops
      serviceAccount: {create: true, name: databases, annotations: {role: arn}}
      podAnnotations: {team: data}
      podLabels: {tier: platform, control-plane: controller-manager}
      podSecurityContext: {runAsUser: 1000}
      securityContext: {privileged: false}
      resources: {limits: {cpu: 500m, memory: 128Mi}, requests: {cpu: 10m, memory: 64Mi}}
      nodeSelector: {disk: ssd}
      tolerations: [{key: dedicated, operator: Exists}]
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: Exists}]}]
      defaultDriftInterval: 10m
      instanceId: blue
      leaderElect: false
      leaderElection: {enabled: false}
      healthProbeBindAddress: ":9081"
      metricsBindAddress: ":9443"
      metrics:
        enabled: true
        service: {type: NodePort, port: 9000}
        serviceMonitor:
          enabled: true
          namespace: monitoring
          labels: {release: prometheus}
          interval: 15s
          scrapeTimeout: 5s
          honorLabels: false
          relabelings: [{action: labeldrop, regex: pod}]
          metricRelabelings: []
      livenessProbe: {httpGet: {path: /healthz, port: 9081}, initialDelaySeconds: 15, periodSeconds: 33}
      readinessProbe: {httpGet: {path: /readyz, port: 9081}, initialDelaySeconds: 5, periodSeconds: 10}
      crds: {install: false, keep: true}
      grafanaDashboards:
        enabled: true
        instanceSelector: {matchLabels: {dashboards: grafana}}
        folder: Database Provisioning
        dashboards: {overview: {enabled: true}, restores: {enabled: false}}
      """;

  private ExistingValues() {}
}
