-- The Lua of a release runs only inside nginx; the one global it may set is `gatewayc`.
std = "ngx_lua"
globals = { "gatewayc" }
max_line_length = 110
