#include "base/file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace fh {
namespace {

std::unexpected<Error> io_failure(std::string_view doing, const std::string& path, int code) {
  const ErrorCode kind = code == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo;
  const std::string reason = std::error_code(code, std::generic_category()).message();
  return failure(kind, fmt::format("cannot {} {}: {}", doing, path, reason), "",
                 code == ENOSPC ? "Free some space on that disk" : "");
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

class PosixFile final : public WritableFile {
 public:
  PosixFile(Descriptor fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

  Status append(std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return io_failure("write to", path_, errno);
      bytes = bytes.subspan(static_cast<size_t>(written));
    }
    return {};
  }
  Status sync() override {
    if (::fdatasync(fd_.get()) != 0) return io_failure("sync", path_, errno);
    return {};
  }
  Status close() override {
    if (::close(fd_.release()) != 0) return io_failure("close", path_, errno);
    return {};
  }

 private:
  Descriptor fd_;
  std::string path_;
};

class PosixMapping final : public MappedFile {
 public:
  PosixMapping(void* at, size_t size) : at_(at), size_(size) {}
  ~PosixMapping() override {
    if (size_ > 0) ::munmap(at_, size_);
  }
  PosixMapping(const PosixMapping&) = delete;
  PosixMapping& operator=(const PosixMapping&) = delete;
  std::span<const std::byte> bytes() const override {
    return {static_cast<const std::byte*>(at_), size_};
  }
  void release_first(size_t count) const override {
    const auto page = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
    const size_t whole = std::min(count, size_) / page * page;
    // Only advice: where it is not taken, the pages stay.
    if (whole > 0) static_cast<void>(::madvise(at_, whole, MADV_DONTNEED));
  }

 private:
  void* at_;
  size_t size_;
};

class PosixLock final : public FileLock {
 public:
  explicit PosixLock(Descriptor fd) : fd_(std::move(fd)) {}

 private:
  Descriptor fd_;
};

class PosixFileSystem final : public FileSystem {
 public:
  Result<std::unique_ptr<WritableFile>> create(const std::string& path) override {
    return open_for_writing(path, O_TRUNC);
  }
  Result<std::unique_ptr<WritableFile>> append_to(const std::string& path) override {
    return open_for_writing(path, O_APPEND);
  }

  Result<std::shared_ptr<MappedFile>> map(const std::string& path) override {
    FH_ASSIGN_OR_RETURN(const Descriptor fd, open_for_reading(path));
    struct stat info{};
    if (::fstat(fd.get(), &info) != 0) return io_failure("look at", path, errno);
    const auto size = static_cast<size_t>(info.st_size);
    if (size == 0) return std::make_shared<PosixMapping>(nullptr, 0);
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
    if (at == MAP_FAILED) return io_failure("map", path, errno);
    return std::make_shared<PosixMapping>(at, size);
  }

  Result<std::string> read(const std::string& path) override {
    FH_ASSIGN_OR_RETURN(const std::shared_ptr<MappedFile> file, map(path));
    const std::span<const std::byte> bytes = file->bytes();
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }

  Status rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return io_failure("rename", from, errno);
    return {};
  }
  Status remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0) return io_failure("remove", path, errno);
    return {};
  }
  Status make_directories(const std::string& path) override {
    std::error_code code;
    std::filesystem::create_directories(path, code);
    if (code) return io_failure("create directory", path, code.value());
    return {};
  }
  Status sync_directory(const std::string& path) override {
    FH_ASSIGN_OR_RETURN(const Descriptor fd, open_for_reading(path));
    if (::fsync(fd.get()) != 0) return io_failure("sync directory", path, errno);
    return {};
  }

  Result<std::vector<std::string>> list(const std::string& path) override {
    std::error_code code;
    std::vector<std::string> names;
    for (std::filesystem::directory_iterator it(path, code), end; !code && it != end;
         it.increment(code)) {
      names.push_back(it->path().filename().string());
    }
    if (code) return io_failure("list", path, code.value());
    std::ranges::sort(names);
    return names;
  }
  bool exists(const std::string& path) override { return ::access(path.c_str(), F_OK) == 0; }
  Result<uint64_t> size(const std::string& path) override {
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) return io_failure("look at", path, errno);
    return static_cast<uint64_t>(info.st_size);
  }

  Result<std::unique_ptr<FileLock>> lock(const std::string& path,
                                         const std::string& note) override {
    Descriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (fd.get() < 0) return io_failure("open the lock", path, errno);
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return io_failure("lock", path, errno);
      return failure(ErrorCode::kBusy, fmt::format("another process holds {}", path));
    }
    const auto length = static_cast<ssize_t>(note.size());
    if (::ftruncate(fd.get(), 0) != 0 || ::write(fd.get(), note.data(), note.size()) != length) {
      return io_failure("write the lock", path, errno);
    }
    return std::make_unique<PosixLock>(std::move(fd));
  }

 private:
  static Result<std::unique_ptr<WritableFile>> open_for_writing(const std::string& path,
                                                                int extra) {
    Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | extra, 0600));
    if (fd.get() < 0) return io_failure("open for writing", path, errno);
    return std::make_unique<PosixFile>(std::move(fd), path);
  }
  static Result<Descriptor> open_for_reading(const std::string& path) {
    Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.get() < 0) return io_failure("open", path, errno);
    return fd;
  }
};

}  // namespace

FileSystem& system_files() {
  static PosixFileSystem files;
  return files;
}

Status write_atomically(FileSystem& files, const std::string& path,
                        std::span<const std::byte> bytes) {
  const std::string beside = path + ".new";
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<WritableFile> file, files.create(beside));
  FH_RETURN_IF_ERROR(file->append(bytes));
  FH_RETURN_IF_ERROR(file->sync());
  FH_RETURN_IF_ERROR(file->close());
  FH_RETURN_IF_ERROR(files.rename(beside, path));
  const size_t slash = path.find_last_of('/');
  return files.sync_directory(slash == std::string::npos ? "." : path.substr(0, slash));
}

}  // namespace fh
