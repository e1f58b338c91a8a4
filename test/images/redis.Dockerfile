# Redis without persistence, open to the test network.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends redis-server \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin
CMD ["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--save", ""]
