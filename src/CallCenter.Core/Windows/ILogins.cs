using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>The login sessions of a source's agents.</summary>
public interface ILogins
{
    /// <summary>Start of an agent's present login session, or of the last one; null when none is known.</summary>
    Instant? LoggedInAt(string agent);
}
