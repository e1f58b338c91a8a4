--- Sets, adds and removes response headers (M061, M071). Values are templates. Runs in the header filter, so
-- it replaces what the upstream sent instead of doubling it.

local edits = require("gatewayc.core.edits")
local text, append = edits.text, edits.append
local header = ngx.header

local _M = {}

--- @param config see `core.edits`
-- @return `{response = function(req)}`
function _M.new(config)
  local compiled = edits.compile(config)
  local set, add, remove = compiled.set, compiled.add, compiled.remove
  return {
    response = function(req)
      for i = 1, #remove do
        header[remove[i]] = nil
      end
      for i = 1, #set do
        header[set[i][1]] = text(set[i][2], req)
      end
      for i = 1, #add do
        local name = add[i][1]
        header[name] = append(header[name], text(add[i][2], req))
      end
    end,
  }
end

return _M
