# A gateway runtime made only of Debian packages (stands in for openresty/openresty).
# nginx 1.22 with ngx_lua 0.10.23 on bookworm, nginx 1.26 with ngx_lua 0.10.28 on trixie.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
RUN apt-get update -q \
 && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
      nginx libnginx-mod-http-lua libnginx-mod-stream lua-resty-core lua-resty-lrucache lua-cjson ca-certificates \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/nginx/*
CMD ["nginx", "-g", "daemon off;"]
STOPSIGNAL SIGQUIT
