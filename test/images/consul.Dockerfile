# Consul 1.8.7, the last one Debian ships (bullseye); one binary, so it can sit on any base.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
# The package source is derived from the base image's own: no mirror is named here.
RUN M=$(grep -rhoE 'https?://[^ ]+' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -1) && echo "deb $M bullseye main" > /tmp/bullseye.list \
 && O='-q -o Dir::Etc::sourcelist=/tmp/bullseye.list -o Dir::Etc::sourceparts=-' \
 && apt-get update $O && cd /tmp && apt-get download $O consul \
 && dpkg-deb --fsys-tarfile consul_*.deb | tar -x -C / ./usr/bin/consul \
 && rm -rf /tmp/* /var/lib/apt/lists/* /var/cache/apt/*.bin && consul version
# The same command line as hashicorp/consul has: `agent -dev -client=0.0.0.0`
ENTRYPOINT ["consul"]
CMD ["agent", "-dev", "-client=0.0.0.0"]
