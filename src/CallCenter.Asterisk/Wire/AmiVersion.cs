using System.Globalization;

namespace CallCenter.Asterisk;

/// <summary>Versions of the AMI, which are not Asterisk's: Asterisk 11 speaks 1.3, 12 speaks 2.0, 16 speaks 5.0, 22 speaks 11.0.</summary>
internal static class AmiVersion
{
    public const string TooOld =
        "Asterisk 11 and older name the events of queues in another way; Asterisk 12 is the first that is understood";

    /// <summary>Whether the greeting is of an Asterisk before 12.</summary>
    public static bool IsTooOld(string version) =>
        int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major < 2;
}
