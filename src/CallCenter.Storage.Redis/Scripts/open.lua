-- ARGV: node, newest format that it reads, ms until its registration ends.
-- Makes the shard's keys when there are none, and registers the node as one that reads the shard.
-- Gives {format to write, format of the image}: the newest that all registered nodes read and that the shard was raised to.
local reads = tonumber(ARGV[2])
local last, lost = last_entry(redis.call('HGET', marks, '#'), reads)
if lost then return lost end
local fields, now = redis.call('HGETALL', meta), now_ms()
local format, written, oldest_reader, common, ended = 1, 1, 1, reads, {}
for i = 1, #fields, 2 do
  local name, value = fields[i], fields[i + 1]
  if name == 'format' then format = tonumber(value) end
  if name == 'format_written' then written = tonumber(value) end
  if name == 'format_min_reader' then oldest_reader = tonumber(value) end
  local node = string.match(name, '^node:(.*)$')
  local node_reads, node_until = string.match(value, '^(%d+):(%d+)$')
  if node and tonumber(node_until or 0) <= now then
    ended[#ended + 1] = name
  elseif node and node ~= ARGV[1] then
    common = math.min(common, tonumber(node_reads))
  end
end
if not (format and written and oldest_reader) then return redis.error_reply('SHARDFORM a format is no number') end
if reads < math.max(oldest_reader, format) then
  return redis.error_reply('SHARDFORM written by format ' .. math.max(oldest_reader, format) .. ', this server reads up to ' .. reads)
end
for _, name in ipairs(ended) do redis.call('HDEL', meta, name) end
redis.call('HSET', meta, 'node:' .. ARGV[1], string.format('%d:%.0f', reads, now + ARGV[3]))
-- From here on records of this format may be written, so a node that does not read it may not open the shard any more.
local next_format = math.max(math.min(common, written), oldest_reader)
if next_format > oldest_reader then redis.call('HSET', meta, 'format_min_reader', next_format) end
return {next_format, format}
