using System.Runtime.InteropServices;

namespace CallCenter.Benchmarks;

/// <summary>CPU time of this thread: that of a clock would have the time of all others on the machine in it.</summary>
internal static partial class ThreadClock
{
    public static long Nanoseconds
    {
        get
        {
            const int clockThreadCpuTime = 3; // Linux.
            return GetTime(clockThreadCpuTime, out var time) == 0
                ? time.Seconds * 1_000_000_000L + time.Nanoseconds
                : throw new PlatformNotSupportedException("A thread's CPU time cannot be read.");
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private record struct TimeSpec(long Seconds, long Nanoseconds);
}
