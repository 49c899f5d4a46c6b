using CallCenter.Core.Encoding;

namespace CallCenter.Core.Floor;

/// <summary>Frames of lists in items: in format 1 a count, from format 2 on a length for the list and one for each entry.</summary>
internal static class StoredList
{
    private const int None = -1;

    public static int Begin(VarWriter w, int count, int format)
    {
        if (format != 1) return w.BeginPart();
        w.Count(count);
        return None;
    }

    public static int BeginEntry(VarWriter w, int format) => format == 1 ? None : w.BeginPart();

    public static void End(VarWriter w, int begin)
    {
        if (begin != None) w.EndPart(begin);
    }
}
