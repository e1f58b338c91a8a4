--- The gateway's own answers: JSON with `error`, `code` and `request_id`, or RFC 9457 problem details when
-- the client asks for them. Texts are constant (S9); the reason goes to the log.

local find, format = string.find, string.format
local var, header = ngx.var, ngx.header
local print, exit = ngx.print, ngx.exit
local discard_body = ngx.req.discard_body

local _M = {}

local ERRORS = {
  [400] = { "INVALID_REQUEST", "bad request" },
  [401] = { "AUTHENTICATION_FAILED", "unauthorized" },
  [403] = { "AUTHORIZATION_FAILED", "forbidden" },
  [404] = { "ROUTE_NOT_FOUND", "route not found" },
  [405] = { "METHOD_NOT_ALLOWED", "method not allowed" },
  [408] = { "REQUEST_TIMEOUT", "request timeout" },
  [411] = { "LENGTH_REQUIRED", "length required" },
  [413] = { "BODY_TOO_LARGE", "request body too large" },
  [414] = { "URI_TOO_LONG", "request target too long" },
  [415] = { "UNSUPPORTED_MEDIA_TYPE", "unsupported media type" },
  [417] = { "EXPECTATION_FAILED", "expectation failed" },
  [421] = { "MISDIRECTED_REQUEST", "misdirected request" },
  [429] = { "RATE_LIMIT_EXCEEDED", "rate limit exceeded" },
  [431] = { "HEADERS_TOO_LARGE", "request headers too large" },
  [500] = { "INTERNAL_ERROR", "Internal Server Error" },
  [501] = { "NOT_IMPLEMENTED", "not implemented" },
  [502] = { "UPSTREAM_ERROR", "Bad Gateway" },
  [503] = { "SERVICE_UNAVAILABLE", "No available backend" },
  [504] = { "TIMEOUT", "upstream timed out" },
  [505] = { "VERSION_NOT_SUPPORTED", "HTTP version not supported" },
}

--- Sends an error body for a status that is already set or about to be.
-- @param status HTTP status, 400 to 599
local function send(status)
  local known = ERRORS[status] or { "ERROR", "error" }
  local body
  if find(var.http_accept or "", "application/problem+json", 1, true) then
    header["Content-Type"] = "application/problem+json"
    body = format(
      '{"type":"about:blank","title":"%s","status":%d,"code":"%s","request_id":"%s"}\n',
      known[2],
      status,
      known[1],
      var.gw_request_id
    )
  else
    header["Content-Type"] = "application/json"
    body = format('{"error":"%s","code":"%s","request_id":"%s"}\n', known[2], known[1], var.gw_request_id)
  end
  header["Content-Length"] = #body
  print(body)
end

--- Refuses the current request from a rewrite or access phase. Does not return.
-- @param status HTTP status, 400 to 599
function _M.refuse(status)
  ngx.status = status
  discard_body()
  send(status)
  return exit(ngx.HTTP_OK)
end

--- Writes the body of an error that nginx made itself; the content phase of the error location.
function _M.render()
  send(ngx.status)
end

return _M
