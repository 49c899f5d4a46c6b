-- KEYS: a key for trying. The names of the commands that the scripts need and this user may not use, or this server lacks.
local missing = {}
local function try(name, ...)
  local answer = redis.pcall(name, ...)
  local fault = type(answer) == 'table' and answer.err
  if fault and (fault:find("can't run", 1, true) or fault:find('no permissions to run', 1, true) or fault:find('nknown', 1, true)) then
    missing[#missing + 1] = name
  end
end
-- A text, so that whatever follows is refused as of the wrong type and leaves nothing behind.
try('SET', KEYS[1], '', 'PX', 1000)
try('HSET', KEYS[1], 'f', '')
try('HGET', KEYS[1], 'f')
try('HMGET', KEYS[1], 'f')
try('HGETALL', KEYS[1])
try('HDEL', KEYS[1], 'f')
try('XADD', KEYS[1], 'NOMKSTREAM', '*', 'f', '')
try('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)
try('XTRIM', KEYS[1], 'MINID', '0')
try('ZADD', KEYS[1], 1, 'f')
try('ZREM', KEYS[1], 'f')
try('ZRANGE', KEYS[1], 0, 0)
try('ZCARD', KEYS[1])
try('ZSCORE', KEYS[1], 'f')
try('EXISTS', KEYS[1])
try('TIME')
try('DEL', KEYS[1])
return missing
