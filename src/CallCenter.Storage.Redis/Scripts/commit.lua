-- ARGV: count n, batch, then n times source, expected mark, next mark without its number of commits.
-- An expected mark that ends in a colon leaves the number of commits open.
-- Committed: {1, id, id of the entry before}. Refused, and nothing written: {0, number of the source, its mark}.
local count = tonumber(ARGV[1])
local last = redis.call('HGET', marks, '#')
local sources, commits = {}, {}
for i = 1, count do sources[i] = ARGV[3 * i] end
local refused
in_pieces(1, count, 1000, function(from, to)
  if refused then return end
  local held = redis.call('HMGET', marks, unpack(sources, from, to))
  for i = from, to do
    local mark, expected = bare(held[i - from + 1] or '0:0:0'), ARGV[3 * i + 1]
    local open = string.sub(expected, -1) == ':' and string.sub(mark, 1, #expected) == expected
    if mark ~= expected and not open then
      refused = {0, i, mark}
      return
    end
    commits[i] = string.match(mark, '^%d+:%d+:(%d+)')
  end
end)
if refused then return refused end

local lost
last, lost = last_entry(last)
if lost then return lost end
local id = redis.call('XADD', log, 'NOMKSTREAM', '*', 'p', last, 'd', ARGV[2])
if not id then return redis.error_reply('SHARDLOST the log is missing') end
local steps = {'#', id}
for i = 1, count do
  steps[2 * i + 1] = sources[i]
  steps[2 * i + 2] = ARGV[3 * i + 2] .. string.format('%.0f', commits[i] + 1)
end
in_pieces(1, #steps, 1000, function(from, to) redis.call('HSET', marks, unpack(steps, from, to)) end)
return {1, id, last}
