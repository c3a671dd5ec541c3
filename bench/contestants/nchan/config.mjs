/**
 * nginx with one worker, as everything else here has one core, and what nchan keeps given room enough that nothing is
 * dropped before a subscriber has taken it. What is not said is the default.
 *
 * @param {{ folder: string, port: number, module: string }} options
 */
export function nginxConfig({ folder, port, module }) {
	return `load_module ${module};
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 32768; }
http {
	access_log off;
	client_body_temp_path ${folder}/body;
	proxy_temp_path ${folder}/proxy;
	fastcgi_temp_path ${folder}/fastcgi;
	uwsgi_temp_path ${folder}/uwsgi;
	scgi_temp_path ${folder}/scgi;
	keepalive_requests 1000000000;
	keepalive_timeout 1h;
	nchan_shared_memory_size 256M;
	nchan_message_buffer_length 10000;
	nchan_message_timeout 1m;
	server {
		listen 127.0.0.1:${port} backlog=4096;
		location = /publish { nchan_publisher; nchan_channel_id bench; }
		location = /subscribe { nchan_subscriber websocket; nchan_channel_id bench; }
	}
}
`;
}
