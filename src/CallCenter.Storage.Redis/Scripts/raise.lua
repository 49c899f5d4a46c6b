-- ARGV: format. Lets nodes write it as soon as all registered ones read it. Gives {format so far, names of nodes that do not read it}.
local last, lost = last_entry(redis.call('HGET', marks, '#'))
if lost then return lost end
local before = tonumber(redis.call('HGET', meta, 'format_written') or 1)
if before < tonumber(ARGV[1]) then redis.call('HSET', meta, 'format_written', ARGV[1]) end
local fields, now, behind = redis.call('HGETALL', meta), now_ms(), {}
for i = 1, #fields, 2 do
  local node = string.match(fields[i], '^node:(.*)$')
  local reads, ends = string.match(fields[i + 1], '^(%d+):(%d+)$')
  if node and tonumber(ends or 0) > now and tonumber(reads) < tonumber(ARGV[1]) then behind[#behind + 1] = node end
end
return {before, behind}
