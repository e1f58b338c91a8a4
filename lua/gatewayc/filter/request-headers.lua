--- Sets, adds and removes request headers before the request goes upstream (M061). Values are templates.

local edits = require("gatewayc.core.edits")
local text, append = edits.text, edits.append
local set_header, clear_header, get_headers = ngx.req.set_header, ngx.req.clear_header, ngx.req.get_headers

local _M = {}

--- @param config see `core.edits`
-- @return `{request = function(req)}`
function _M.new(config)
  local compiled = edits.compile(config)
  local set, add, remove = compiled.set, compiled.add, compiled.remove
  return {
    request = function(req)
      for i = 1, #remove do
        clear_header(remove[i])
      end
      for i = 1, #set do
        set_header(set[i][1], text(set[i][2], req))
      end
      for i = 1, #add do
        local name = add[i][1]
        set_header(name, append(get_headers(0)[name], text(add[i][2], req)))
      end
    end,
  }
end

return _M
