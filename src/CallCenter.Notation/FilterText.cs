using System.Text;
using CallCenter.V1;

namespace CallCenter.Notation;

/// <summary>A filter as one word: dimension=value[,value…]; a comma within a value is written "\,".</summary>
public static class FilterText
{
    public static Filter Parse(string text)
    {
        int equals = text.IndexOf('=');
        if (equals < 1)
            throw new FormatException($"filter '{text}' cannot be read: write it as DIMENSION=VALUE or DIMENSION=VALUE,VALUE");
        var filter = new Filter { Dimension = text[..equals] };
        filter.Values.AddRange(Values(text[(equals + 1)..]));
        return filter;
    }

    private static IEnumerable<string> Values(string list)
    {
        var value = new StringBuilder();
        for (int i = 0; i < list.Length; i++)
        {
            if (list[i] == '\\' && i + 1 < list.Length && list[i + 1] is ',' or '\\')
                value.Append(list[++i]);
            else if (list[i] == ',')
            {
                yield return value.ToString();
                value.Clear();
            }
            else
                value.Append(list[i]);
        }
        yield return value.ToString();
    }
}
