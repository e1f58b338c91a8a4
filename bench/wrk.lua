-- Requests the paths of a file (its name follows `--`) in their order, again and again, and prints what came of it as JSON.
local requests, at = {}, 0

function init(args)
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  print(
    string.format(
      '\n{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"bad":%d,"broken":%d}',
      summary.requests,
      summary.duration,
      latency:percentile(50),
      latency:percentile(99),
      errors.status,
      errors.connect + errors.read + errors.write + errors.timeout
    )
  )
end
