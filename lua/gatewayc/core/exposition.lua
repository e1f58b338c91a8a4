--- The Prometheus text exposition format of what `core.metrics` stored (M232-M236, M309, D27).

local metrics = require("gatewayc.core.metrics")
local nodes = require("gatewayc.core.nodes")
local dict = ngx.shared.gw_metrics
local var = ngx.var
local format, gsub, match, find, sub = string.format, string.gsub, string.match, string.find, string.sub
local ipairs, pairs, sort, concat = ipairs, pairs, table.sort, table.concat

local _M = {}

-- A scrape of thousands of series gives other requests a turn this often.
local SERIES_PER_TURN = 200

local ESCAPES = { ["\\"] = "\\\\", ['"'] = '\\"', ["\n"] = "\\n" }
local function escape(value)
  return (gsub(value, '[\\"\n]', ESCAPES))
end

local function number(value)
  return value % 1 == 0 and format("%.0f", value) or format("%.17g", value)
end

local function gather()
  local order, series = {}, {}
  for _, key in ipairs(dict:get_keys(0)) do
    local slot = find(key, "|", 1, true)
    local blob = slot and dict:get(key)
    if blob then
      local name = sub(key, slot + 1)
      if not series[name] then
        series[name] = metrics.zeros()
        order[#order + 1] = name
      end
      metrics.add(series[name], blob)
    end
  end
  sort(order)
  return order, series
end

local HISTOGRAMS = {
  {
    name = "http_request_duration_seconds",
    help = "Time from the first byte of a request to the last byte of its answer.",
    of = metrics.HISTOGRAMS.duration,
  },
  {
    name = "http_request_size_bytes",
    help = "Size of requests, headers and body.",
    of = metrics.HISTOGRAMS.request,
  },
  {
    name = "http_response_size_bytes",
    help = "Size of answers, headers and body.",
    of = metrics.HISTOGRAMS.response,
  },
}

local function count_of(series, histogram)
  local count = 0
  for i = 0, #histogram.bounds do
    count = count + series[histogram.at + i]
  end
  return count
end

local function write_histogram(put, name, labels, series, histogram)
  local count = 0
  for i, bound in ipairs(histogram.bounds) do
    count = count + series[histogram.at + i - 1]
    put(name, "_bucket{", labels, ',le="', bound, '"} ', number(count), "\n")
  end
  count = count_of(series, histogram)
  put(name, "_bucket{", labels, ',le="+Inf"} ', number(count), "\n")
  put(name, "_sum{", labels, "} ", number(series[histogram.sum]), "\n")
  put(name, "_count{", labels, "} ", number(count), "\n")
end

local function labels_of(routes, id, method)
  local route = routes[id]
  return format(
    'method="%s",endpoint="%s",route="%s",service="%s"',
    method,
    escape(route and route.endpoint or ""),
    escape(id),
    escape(route and route.service or "")
  )
end

local function writer()
  local parts, n = {}, 0
  local function put(...)
    for i = 1, select("#", ...) do
      n = n + 1
      parts[n] = (select(i, ...))
    end
  end
  local function flush()
    ngx.print(concat(parts, "", 1, n))
    ngx.flush(true)
    n = 0
  end
  return put, flush
end

local function write_counter(put, flush, order, series, routes)
  put("# HELP http_requests_total Requests answered.\n# TYPE http_requests_total counter\n")
  for i, key in ipairs(order) do
    local method, status, id = match(key, "^(%u+)|(%d+)|(.*)$")
    local count = count_of(series[key], metrics.HISTOGRAMS.duration)
    put(
      "http_requests_total{",
      labels_of(routes, id, method),
      ',status="',
      status,
      '"} ',
      number(count),
      "\n"
    )
    if i % SERIES_PER_TURN == 0 then
      flush()
    end
  end
end

-- Histograms carry no status: the series of one route and method are one.
local function merge_statuses(order, series)
  local merged_order, merged = {}, {}
  for _, key in ipairs(order) do
    local method, id = match(key, "^(%u+)|%d+|(.*)$")
    local name = method .. "|" .. id
    if not merged[name] then
      merged[name] = { method = method, id = id, values = metrics.zeros() }
      merged_order[#merged_order + 1] = merged[name]
    end
    metrics.sum(merged[name].values, series[key])
  end
  return merged_order
end

local function write_gauges(put, build)
  put("# HELP gatewayc_build_info The configuration this worker serves.\n# TYPE gatewayc_build_info gauge\n")
  put('gatewayc_build_info{version="', build.version, '",generation="', build.generation, '"} 1\n')
  put("# HELP gatewayc_connections Client connections by state.\n# TYPE gatewayc_connections gauge\n")
  for _, state in ipairs({ "active", "reading", "writing", "waiting" }) do
    put('gatewayc_connections{state="', state, '"} ', var["connections_" .. state] or "0", "\n")
  end
  put("# HELP gatewayc_metrics_dropped_total Series not stored because shared memory was full.\n")
  put(
    "# TYPE gatewayc_metrics_dropped_total counter\ngatewayc_metrics_dropped_total ",
    dict:get("dropped") or 0,
    "\n"
  )
  put("# HELP gatewayc_metrics_free_bytes Free shared memory.\n# TYPE gatewayc_metrics_free_bytes gauge\n")
  put("gatewayc_metrics_free_bytes ", dict:free_space(), "\n")
end

-- Only of services whose balancer counts over all workers.
local function write_in_flight(put, services)
  local lines = {}
  for _, service in pairs(services) do
    local in_flight = service.balancer.in_flight
    for _, node in ipairs(in_flight and nodes.refresh(service).list or {}) do
      lines[#lines + 1] = format(
        'gatewayc_node_requests_in_flight{service="%s",node="%s"} %d\n',
        escape(service.id),
        escape(node.id),
        in_flight(node.record)
      )
    end
  end
  if #lines > 0 then
    sort(lines)
    put("# HELP gatewayc_node_requests_in_flight Requests at a node, of all workers.\n")
    put("# TYPE gatewayc_node_requests_in_flight gauge\n", concat(lines))
  end
end

--- Writes the answer of a scrape.
-- @param routes route records by id
-- @param services prepared services, from `core.nodes`
-- @param build `{version, generation}`
function _M.write(routes, services, build)
  ngx.header.content_type = "text/plain; version=0.0.4; charset=utf-8"
  metrics.flush()
  local put, flush = writer()
  write_gauges(put, build)
  write_in_flight(put, services)
  local order, series = gather()
  write_counter(put, flush, order, series, routes)
  local merged = merge_statuses(order, series)
  for _, histogram in ipairs(HISTOGRAMS) do
    local name = histogram.name
    put("# HELP ", name, " ", histogram.help, "\n# TYPE ", name, " histogram\n")
    for i, entry in ipairs(merged) do
      write_histogram(put, name, labels_of(routes, entry.id, entry.method), entry.values, histogram.of)
      if i % SERIES_PER_TURN == 0 then
        flush()
      end
    end
  end
  flush()
end

return _M
