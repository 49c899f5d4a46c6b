using System.Globalization;
using CallCenter.Testing;

namespace CallCenter.Benchmarks.Redis;

/// <summary>What Redis tells about itself at a moment.</summary>
internal sealed record RedisFigures(double MainThreadSeconds, long NetBytes, long AofBytes, long UsedMemory, long Commands)
{
    public static async Task<RedisFigures> ReadAsync(RedisServer redis)
    {
        var info = (await redis.AskAsync("INFO")).Split('\n')
            .Select(line => line.TrimEnd('\r').Split(':', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return new RedisFigures(
            Seconds("used_cpu_user_main_thread") + Seconds("used_cpu_sys_main_thread"),
            Number("total_net_input_bytes") + Number("total_net_output_bytes"),
            info.ContainsKey("aof_current_size") ? Number("aof_current_size") : 0,
            Number("used_memory"), Number("total_commands_processed"));

        double Seconds(string name) => double.Parse(info[name], CultureInfo.InvariantCulture);
        long Number(string name) => long.Parse(info[name], CultureInfo.InvariantCulture);
    }

    public static RedisFigures operator -(RedisFigures after, RedisFigures before) => new(
        after.MainThreadSeconds - before.MainThreadSeconds, after.NetBytes - before.NetBytes, after.AofBytes - before.AofBytes,
        after.UsedMemory - before.UsedMemory, after.Commands - before.Commands);
}
