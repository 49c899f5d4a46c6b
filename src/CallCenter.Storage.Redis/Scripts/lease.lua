-- ARGV: node, duration in ms. The lease's fence, or 0 while another node holds it.
local last, lost = last_entry(redis.call('HGET', marks, '#'))
if lost then return lost end
local held = redis.call('HMGET', meta, 'owner', 'lease', 'until')
local now = now_ms()
if held[1] and held[1] ~= ARGV[1] and tonumber(held[3]) > now then return 0 end
local lease = tonumber(held[2] or 0)
-- A time, as the fence of a source is.
if held[1] ~= ARGV[1] then lease = math.max(lease + 1, now) end
redis.call('HSET', meta, 'owner', ARGV[1], 'lease', string.format('%.0f', lease), 'until', string.format('%.0f', now + ARGV[2]))
return lease
