-- KEYS after the three: head of the alerts. ARGV: node, fence of the lease to extend, duration in ms.
-- {fence, largest id}; the fence is 0 while another node has the lease. A new lease always has another fence.
local last, lost = last_entry(redis.call('HGET', marks, '#'))
if lost then return lost end
local head = KEYS[4]
local held = redis.call('HMGET', head, 'owner', 'fence', 'until', 'last')
local now = now_ms()
if held[1] and held[1] ~= ARGV[1] and tonumber(held[3]) > now then return {'0', '0'} end
local fence = held[2] or '0'
if held[1] ~= ARGV[1] or fence ~= ARGV[2] then fence = string.format('%.0f', math.max(fence + 1, now)) end
redis.call('HSET', head, 'owner', ARGV[1], 'fence', fence, 'until', string.format('%.0f', now + ARGV[3]))
return {fence, held[4] or '0'}
