//! Ends the program before the system kills it for lack of memory.
//!
//! A killed program cannot explain itself. If there is a limit, from a control group (as in
//! containers) or from `--limit memory=`, a thread checks the memory in use fifty times a second
//! and ends the program with a message shortly before the limit is reached.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::interrupt;

/// How often memory use is checked. Chosen by judgement: in this time two threads allocate about
/// 100 MB at most.
const EVERY: Duration = Duration::from_millis(20);
/// Values from here on mean *no limit*: version 1 of control groups reports its highest number of
/// pages in bytes (about 2⁶³, a limit of the format).
const NO_LIMIT: u64 = 1 << 60;

/// Starts watching the given limit, or else that of the control group; does nothing without either.
pub fn watch(named: Option<u64>) {
    let Some(limit) = named.or_else(|| {
        of_group(
            Path::new("/sys/fs/cgroup"),
            &fs::read_to_string("/proc/self/cgroup").unwrap_or_default(),
        )
    }) else {
        return;
    };
    end_above(limit);
    let _ = thread::Builder::new().name("memory".to_owned()).spawn(move || {
        loop {
            thread::sleep(EVERY);
            end_above(limit);
        }
    });
}

/// Ends the program if it uses more than seven eighths of the limit.
fn end_above(limit: u64) {
    if taken().is_some_and(|taken| taken > limit - limit / 8) {
        let words = limit >> 20;
        interrupt::end(
            &format!(
                "urtext: out of memory: the run uses nearly all of the {words} MiB it is allowed; the previous report and the archive are intact\nhint: give fewer articles at a time, compare fewer with --window, or raise the limit with --limit memory=8G"
            ),
            3,
        );
    }
}

/// Returns the memory in use by the program, in bytes; `None` if the system does not report it.
fn taken() -> Option<u64> {
    of_status("VmRSS:")
}

/// Returns the most memory that the program has used, in bytes; `None` if the system does not
/// report it.
pub fn peak() -> Option<u64> {
    of_status("VmHWM:")
}

/// Returns an amount of memory that Linux reports of this process, in bytes.
fn of_status(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(kilobytes.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? << 10)
}

/// Returns the lowest limit among the control groups of this process, as listed in
/// `/proc/self/cgroup`; `None` if there is none.
fn of_group(root: &Path, groups: &str) -> Option<u64> {
    let mut least = None::<u64>;
    for group in groups.lines() {
        let mut parts = group.splitn(3, ':');
        let (Some(_), Some(controllers), Some(path)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let (base, file) = match controllers {
            "" => (root.to_owned(), "memory.max"),
            list if list.split(',').any(|c| c == "memory") => {
                (root.join("memory"), "memory.limit_in_bytes")
            }
            _ => continue,
        };
        // A container may see its own group as the root, whatever path `/proc/self/cgroup` gives.
        let mut folder: PathBuf = base.join(path.trim_start_matches('/'));
        loop {
            let limit = fs::read_to_string(folder.join(file))
                .ok()
                .and_then(|text| text.trim().parse::<u64>().ok());
            least = least.into_iter().chain(limit.filter(|limit| *limit < NO_LIMIT)).min();
            if folder == base || !folder.pop() {
                break;
            }
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_limit_of_all_groups_counts() {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, text).expect("written");
        };
        assert_eq!(of_group(root.path(), "0::/a/b\n"), None);
        write("a/b/memory.max", "max\n");
        write("a/memory.max", "1073741824\n");
        assert_eq!(of_group(root.path(), "0::/a/b\n"), Some(1 << 30));
        write("memory/x/memory.limit_in_bytes", "9223372036854771712\n");
        assert_eq!(of_group(root.path(), "4:memory:/x\n3:cpuset:/\n"), None);
        write("memory/memory.limit_in_bytes", "536870912\n");
        assert_eq!(of_group(root.path(), "4:cpu,memory:/gone/x\n0::/a\n"), Some(512 << 20));
    }

    #[test]
    fn the_memory_taken_is_known() {
        assert!(!cfg!(target_os = "linux") || taken().is_some_and(|taken| taken > 1 << 20));
    }
}
