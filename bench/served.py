"""A firsthand server on a free port, for measuring over HTTP."""
import http.client
import json
import subprocess
import urllib.parse


class Served:
    def __init__(self, program, data):
        self.process = subprocess.Popen([program, "serve", "--data", data, "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if "http://127.0.0.1:" in line:
                self.port = int(line.split("http://127.0.0.1:")[1].split("/")[0].split()[0])
                break
        else:
            raise SystemExit("the server did not start")
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def request(self, method, target, body=None, content_type="application/json"):
        headers = {"Content-Type": content_type} if body else {}
        self.connection.request(method, target, body, headers)
        reply = self.connection.getresponse()
        text = reply.read().decode()
        if reply.status >= 300:
            raise SystemExit(f"{method} {target[:100]}: {reply.status} {text[:500]}")
        return text

    def search(self, **asked):
        return json.loads(self.request("GET", "/v1/search?" + urllib.parse.urlencode(asked)))

    def memory_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            fields = dict(line.split(":", 1) for line in status)
        return {name: int(fields[key].split()[0]) / 1024
                for name, key in (("resident", "VmRSS"), ("anonymous", "RssAnon"), ("peak", "VmHWM"))}

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
